# The group "rapl" may read the counters, nobody may write them, and it stays so after a restart.
sudo groupadd --system --force rapl
sudo usermod --append --groups rapl "$(id -un)"
sudo tee /etc/udev/rules.d/70-rapl-read.rules > /dev/null <<'END'
ACTION=="add", SUBSYSTEM=="powercap", KERNEL=="intel-rapl*:*", RUN+="/usr/bin/chgrp rapl /sys%p/energy_uj", RUN+="/usr/bin/chmod 0440 /sys%p/energy_uj"
END
sudo udevadm control --reload
sudo udevadm trigger --action=add --subsystem-match=powercap
# A group counts from the next login on; in this terminal: newgrp rapl
