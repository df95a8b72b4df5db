"""An upload script as people write them: HOST=... upload.py ARCHIVE"""
import os, sys, time
import requests

base = "http://" + os.environ["HOST"] + "/api/v2/session/latest/"
requests.post(base + "sync", data=str(int(time.time() * 1000)), headers={"Content-Type": "text/plain"}).raise_for_status()
with open(sys.argv[1], "rb") as archive:
    reply = requests.post(base + "import/collectd", data=archive, headers={"content-type": "application/x-zip"})
empty = requests.post(base + "import/collectd", data=open(os.devnull, "rb"), headers={"content-type": "application/x-zip"})
assert empty.status_code == 400 and "bash" in empty.json()["error"], empty.text
print(reply.text)
sys.exit(0 if reply.status_code == 200 else 1)
