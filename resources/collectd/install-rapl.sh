# collectd's Python plugin needs the library of Debian's Python.
sudo apt-get install --no-install-recommends python3
sudo apt-get install --no-install-recommends "libpython$(/usr/bin/python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
