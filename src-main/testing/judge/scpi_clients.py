"""Reads a 34980A with clients other people wrote: pyvisa-py, pymeasure. Prints what they understood as JSON.

usage: /usr/bin/python3 scpi_clients.py pyvisa|pymeasure HOST PORT LIST
"""

import json
import sys

client, host, port, channels = sys.argv[1:]
resource = f"TCPIP::{host}::{port}::SOCKET"
settings = dict(read_termination="\n", write_termination="\n", timeout=10_000)

if client == "pyvisa":
    import pyvisa

    meter = pyvisa.ResourceManager("@py").open_resource(resource, **settings)
    said = {"identity": meter.query("*IDN?")}
    for command in ("*CLS", f"CONF:VOLT:DC AUTO,DEF,{channels}", "FORM:READ:CHAN ON", "FORM:READ:TIME ON"):
        meter.write(command)
    said["scan_list"] = meter.query("ROUT:SCAN?")
    fields = meter.query("READ?").split(",")
    said["volts"] = {str(int(channel)): float(volts) for volts, channel in zip(fields[0::3], fields[2::3])}
    said["times"] = [float(time) for time in fields[1::3]]
    said["ascii_values"] = meter.query_ascii_values("FORM:READ:TIME OFF;CHAN OFF;:READ?")
    meter.write("ROUT:SCAN (@9001)")
    meter.write("NONSENSE")
    said["errors"] = [int(meter.query("SYST:ERR?").split(",")[0]) for _ in range(3)]
    said["card"] = meter.query("SYST:CTYP? 2").split(",")[1]
    meter.close()
else:
    from pymeasure.adapters import VISAAdapter
    from pymeasure.instruments.agilent import Agilent34410A

    adapter = VISAAdapter(resource, visa_library="@py", **settings)
    meter = Agilent34410A(adapter)
    said = {"identity": meter.id.strip()}
    said["volts"] = meter.voltage_dc
    said["errors"] = int(meter.ask("SYST:ERR?").split(",")[0])
    meter.write(f"CONF:VOLT:DC AUTO,DEF,{channels}")
    said["values"] = meter.values("READ?")

print(json.dumps(said))
