"""A room with Bluetooth meters, for python3-dbusmock: its bluez5 template, with devices that ask our agent for a PIN."""

import time

import dbus
from dbusmock import mockobject
from dbusmock.templates.bluez5 import *  # noqa: F403
from dbusmock.templates.bluez5 import BLUEZ_MOCK_IFACE, DEVICE_IFACE, MOCK_PHONE_CLASS, AddDevice

BUS_NAME = "org.bluez"
MAIN_OBJ = "/"
SYSTEM_BUS = True
IS_OBJECT_MANAGER = True

AGENT_IFACE = "org.bluez.Agent1"


def ask_agent(device_path, member, signature, *args):
    """Calls the registered agent. The mock does not keep who registered it: whoever has the object answers."""
    agents = mockobject.objects["/org/bluez"].agent_paths
    bus = dbus.SystemBus()
    ours = (bus.get_unique_name(), bus.get_name_owner(BUS_NAME))
    for name in bus.list_names():
        if not name.startswith(":") or name in ours or not agents:
            continue
        try:
            return bus.call_blocking(name, agents[-1], AGENT_IFACE, member, "o" + signature, (dbus.ObjectPath(device_path), *args), timeout=3)
        except dbus.exceptions.DBusException as error:
            if error.get_dbus_name() == "org.bluez.Error.Rejected":
                raise
    raise dbus.exceptions.DBusException("No agent", name="org.bluez.Error.AuthenticationFailed")


def pair(device):
    """Device1.Pair of a meter: refuses every PIN but its own; a slow one answers late, a silent one not at all."""
    if device.paired:
        raise dbus.exceptions.DBusException("Already Exists", name="org.bluez.Error.AlreadyExists")
    if device.error:
        raise dbus.exceptions.DBusException(device.error, name="org.bluez.Error." + device.error)
    if device.slow_s:
        time.sleep(device.slow_s)
        raise dbus.exceptions.DBusException("Page Timeout", name="org.bluez.Error.ConnectionAttemptFailed")
    pin = str(ask_agent(device.path, "RequestPinCode", ""))
    mockobject.objects["/"].pins_given.append(pin)
    if pin != device.pin:
        raise dbus.exceptions.DBusException("Authentication Failed", name="org.bluez.Error.AuthenticationFailed")
    properties = device.props[DEVICE_IFACE]
    adapter = str(properties["Adapter"]).rsplit("/", 1)[-1]
    device.PairDevice(adapter, properties["Address"], MOCK_PHONE_CLASS)


@dbus.service.method(BLUEZ_MOCK_IFACE, in_signature="sssd", out_signature="s")
def AddMeter(self, address, name, pin, slow_s):
    """A device on hci0 with a PIN of its own. Returns its path."""
    path = AddDevice(self, "hci0", address, name)
    device = mockobject.objects[path]
    device.pin = str(pin)
    device.slow_s = float(slow_s)
    device.error = ""
    device.AddMethod(DEVICE_IFACE, "Pair", "", "", pair)
    if not hasattr(mockobject.objects["/"], "pins_given"):
        mockobject.objects["/"].pins_given = []
    return path


@dbus.service.method(BLUEZ_MOCK_IFACE, in_signature="os")
def FailPairing(self, path, error):
    """From now on pairing with this meter ends with this error of BlueZ."""
    mockobject.objects[path].error = str(error)


@dbus.service.method(BLUEZ_MOCK_IFACE, in_signature="", out_signature="as")
def PinsGiven(self):
    return dbus.Array(getattr(mockobject.objects["/"], "pins_given", []), signature="s")
