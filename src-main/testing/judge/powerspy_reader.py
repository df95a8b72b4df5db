"""Reads a PowerSpy with nothing but the specification: an independent judge of the simulator.

Speaks the request order of one of two programs other people wrote, then prints five lines of
`volts amps watts peak_volts peak_amps`, scaled by the formulas of the specification.

usage: powerspy_reader.py PATH provider|identity PERIODS
"""

import math
import os
import struct
import sys
import termios
import tty


def main(path, order, periods):
    port = os.open(path, os.O_RDWR | os.O_NOCTTY)
    tty.setraw(port)
    termios.tcflush(port, termios.TCIFLUSH)

    def receive():
        while os.read(port, 1) != b"<":
            pass
        body = b""
        while True:
            byte = os.read(port, 1)
            if byte == b">":
                return body
            body += byte

    def ask(request):
        os.write(port, b"<" + request + b">")
        return receive()

    def eeprom(first, last):
        return bytes(int(ask(b"V%02X" % at), 16) for at in range(first, last + 1))

    old = False
    if order == "provider":
        assert ask(b"Q") == b"K"
        volts, amps = struct.unpack("<ff", eeprom(0x0E, 0x15))
        ticks = int(ask(b"F")[1:], 16)
    else:
        who = ask(b"?")
        assert who[:8] == b"POWERSPY" and len(who) == 21, who
        old = who[15:17] == b"02"
        ticks = int(ask(b"F")[1:], 16)
        eeprom(0x02, 0x09)
        volts, amps = struct.unpack("<ff", eeprom(0x0E, 0x15))
        assert ask(b"S") == b"K"
    mains = (1_000_000 if old else 1_382_400) / ticks
    print("mains %.2f" % mains)
    assert ask((b"J%02X" if old else b"J%04X") % periods) == b"K"
    for _ in range(5):
        body = receive()
        assert len(body) == 36, body
        square_u, square_i, product, peak_u, peak_i = (int(part, 16) for part in body.split(b" "))
        if product >= 1 << 31:
            product -= 1 << 32
        values = (
            volts * math.sqrt(square_u),
            amps * math.sqrt(square_i),
            volts * amps * product,
            volts * peak_u,
            amps * peak_i,
        )
        print(" ".join("%.4f" % value for value in values))
    os.write(port, b"<Q>")
    while receive() not in (b"K", b"Z"):
        pass
    if order == "identity":
        assert ask(b"C") == b"Z"
    os.close(port)


main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
