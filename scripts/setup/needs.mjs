/**
 * What the machine must offer beside Node: shared libraries by their soname, commands by their name, files by their path.
 * `packages`: the Debian package, newest name first (Debian 13 and Ubuntu 24.04 renamed many to …t64).
 * Libraries: those Electron's binary is linked with (readelf -d, Electron 33.2.1).
 */

/**
 * @typedef {'window' | 'display' | 'tests' | 'package' | 'rpm' | 'package-test' | 'lint'} Purpose window: Electron opens one;
 *   display: no screen here, so a virtual one; tests: what unit tests start; package, rpm: what makes installers;
 *   package-test: what the test of an installed one starts; lint: what judges it
 * @typedef {{ library?: string, libraries?: string[], command?: string, file?: string, packages: string[], for: Purpose[] }} Need
 */

/** @type {(library: string, ...packages: string[]) => Need} */
const library = (name, ...packages) => ({ library: name, packages, for: ['window'] })

/** @type {(command: string, packages: string[], purposes: Purpose[]) => Need} */
const command = (name, packages, purposes) => ({ command: name, packages, for: purposes })

/** @type {(path: string, packages: string[], purposes: Purpose[]) => Need} */
const file = (path, packages, purposes) => ({ file: path, packages, for: purposes })

/** @type {readonly Need[]} */
export const NEEDS = [
  library('libgtk-3.so.0', 'libgtk-3-0t64', 'libgtk-3-0'),
  library('libglib-2.0.so.0', 'libglib2.0-0t64', 'libglib2.0-0'),
  library('libnss3.so', 'libnss3'),
  library('libnspr4.so', 'libnspr4'),
  library('libdbus-1.so.3', 'libdbus-1-3'),
  library('libatk-1.0.so.0', 'libatk1.0-0t64', 'libatk1.0-0'),
  library('libatk-bridge-2.0.so.0', 'libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'),
  library('libatspi.so.0', 'libatspi2.0-0t64', 'libatspi2.0-0'),
  library('libcups.so.2', 'libcups2t64', 'libcups2'),
  library('libdrm.so.2', 'libdrm2'),
  library('libgbm.so.1', 'libgbm1'),
  library('libpango-1.0.so.0', 'libpango-1.0-0'),
  library('libcairo.so.2', 'libcairo2'),
  library('libX11.so.6', 'libx11-6'),
  library('libXcomposite.so.1', 'libxcomposite1'),
  library('libXdamage.so.1', 'libxdamage1'),
  library('libXext.so.6', 'libxext6'),
  library('libXfixes.so.3', 'libxfixes3'),
  library('libXrandr.so.2', 'libxrandr2'),
  library('libxcb.so.1', 'libxcb1'),
  library('libxkbcommon.so.0', 'libxkbcommon0'),
  library('libexpat.so.1', 'libexpat1'),
  library('libudev.so.1', 'libudev1'),
  library('libasound.so.2', 'libasound2t64', 'libasound2'),
  command('Xvfb', ['xvfb'], ['display']),
  // Not used here, but "xvfb-run" by hand needs it.
  command('xauth', ['xauth'], ['display']),
  // The cable of the demo bench and of the serial tests is a real pty pair.
  command('socat', ['socat'], ['window', 'tests']),
  command('dbus-daemon', ['dbus'], ['tests']),
  command('unzip', ['unzip'], ['tests']),
  // Judges of the reports: XHTML against its DTD without a network, a stylesheet, Python's own readers.
  command('xmllint', ['libxml2-utils'], ['tests']),
  { file: '/usr/share/xml/w3c-sgml-lib/schema/dtd/catalog.xml', packages: ['w3c-sgml-lib'], for: ['tests'] },
  command('xsltproc', ['xsltproc'], ['tests']),
  command('python3', ['python3'], ['tests']),
  // Clients other people wrote: they judge the simulated voltmeter. The modules are those of Debian's own Python.
  command('lxi', ['lxi-tools'], ['tests']),
  { file: '/usr/lib/python3/dist-packages/pyvisa_py', packages: ['python3-pyvisa-py'], for: ['tests'] },
  { file: '/usr/lib/python3/dist-packages/pymeasure', packages: ['python3-pymeasure'], for: ['tests'] },
  // Upload scripts of all kinds are tested with what people run them with.
  command('curl', ['curl'], ['tests']),
  file('/usr/lib/python3/dist-packages/requests/__init__.py', ['python3-requests'], ['tests']),
  // Plays the Bluetooth service on a bus of its own, which Debian's Python serves.
  file('/usr/lib/python3/dist-packages/dbusmock/__init__.py', ['python3-dbusmock'], ['tests']),
  command('dpkg-deb', ['dpkg'], ['package']),
  // Draws the icons.
  command('rsvg-convert', ['librsvg2-bin'], ['package']),
  command('rpmbuild', ['rpm'], ['rpm']),
  command('lintian', ['lintian'], ['lint']),
  command('desktop-file-validate', ['desktop-file-utils'], ['package-test']),
  command('update-mime-database', ['shared-mime-info'], ['package-test']),
  command('xdg-open', ['xdg-utils'], ['package-test']),
  command('xwininfo', ['x11-utils'], ['package-test']),
  command('gio', ['libglib2.0-bin'], ['package-test']),
  command('lexgrog', ['man-db'], ['package-test']),
  command('setpriv', ['util-linux'], ['package-test']),
  // Makes a real capture for the import to read. Without a configuration of its own its service does not start.
  command('collectd', ['collectd-core'], ['tests']),
  // The RAPL plugin we give away runs in collectd's Python plugin, the upload script in every shell people have.
  {
    libraries: ['libpython3.11.so.1.0', 'libpython3.12.so.1.0', 'libpython3.13.so.1.0'],
    packages: ['libpython3.13', 'libpython3.12t64', 'libpython3.12', 'libpython3.11'],
    for: ['tests'],
  },
  // Sets the clock of one process, never the machine's.
  file('/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1', ['libfaketime'], ['tests']),
  command('dash', ['dash'], ['tests']),
  command('busybox', ['busybox'], ['tests']),
  command('shellcheck', ['shellcheck'], ['tests']),
  command('zip', ['zip'], ['tests']),
]

/** @param {Need} need @returns {string} its name for people */
export const needName = (need) => need.library ?? need.libraries?.[0] ?? need.command ?? need.file ?? ''
