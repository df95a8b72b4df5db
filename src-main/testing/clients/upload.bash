#!/bin/bash
# An upload script as people write them: HOST=... upload.bash ARCHIVE
set -e
date +%s%N | curl -sS -f -d @- "http://$HOST/api/v2/session/latest/sync" > /dev/null
curl -sS -f "http://$HOST/api/v2/session/latest/resource/counter/include" > /dev/null
curl -sS -f "http://$HOST/api/v2/session/latest/measurement/start/SUT/idle" > /dev/null
curl -sS -f "http://$HOST/api/v2/session/latest/measurement/stop/SUT/idle" > /dev/null
curl -sS -f -X POST --data-binary "@$1" "http://$HOST/api/v2/session/latest/import/collectd"
