sudo apt-get install --no-install-recommends collectd-core zip curl
