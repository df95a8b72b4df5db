/** The walls of the house (README, "Map of the house"). One rule a wall; the comment is what the offender reads. */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })
const main = (...rooms) => rooms.map((room) => `^src-main/${room}`)
const contract = '^src-preload/contract'
const outside = 'node_modules/'
const tests = '\\.(test|suite)\\.tsx?$'

/** `rooms` may import only themselves, the contract, npm packages and what is listed. Tests may also use src-main/testing. */
const onlyFrom = (name, comment, rooms, allowed) =>
  rule(
    name,
    comment,
    { path: main(...rooms), pathNot: tests },
    {
      path: '^src-',
      pathNot: [...main(...rooms), contract, ...main(...allowed)],
    },
  )

module.exports = {
  forbidden: [
    rule(
      'contract-is-bare',
      'The contract holds types, constants and unit formatting: it imports nothing.',
      { path: contract, pathNot: tests },
      { pathNot: contract },
    ),
    rule(
      'preload-is-thin',
      'The preload knows electron and the contract, nothing else.',
      { path: '^src-preload/index' },
      { pathNot: [contract, 'node_modules/electron/', '^electron$'] },
    ),
    rule(
      'page-not-main',
      'Ask through the bridge.',
      { path: '^src-renderer' },
      { path: ['^src-main', '^src-preload/index'] },
    ),
    rule(
      'page-not-electron',
      'The page never meets electron.',
      { path: '^src-renderer' },
      { path: ['node_modules/electron/', '^electron$'] },
    ),
    rule(
      'page-not-node',
      'The page is sandboxed: no Node modules.',
      { path: '^src-renderer', pathNot: tests },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'one-feature-alone',
      'Features share through state, ui and lib, not sideways.',
      { path: '^src-renderer/features/([^/]+)/' },
      { path: '^src-renderer/features/', pathNot: '^src-renderer/features/$1/' },
    ),
    rule(
      'views-are-blind',
      'A view takes props; only X.bound.tsx meets a store or the bridge.',
      { path: '^src-renderer/features/', pathNot: ['\\.bound\\.tsx$', tests, '/select-[^/]+\\.ts$'] },
      { path: ['^src-renderer/state/', '^src-renderer/bridge/'], dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'ui-is-mute',
      'ui and lib know no screen, no store, no bridge.',
      { path: '^src-renderer/(ui|lib)/' },
      { path: '^src-renderer/(features|state|bridge|app)/' },
    ),
    onlyFrom('base-is-lowest', 'base imports only the contract.', ['base/'], []),
    onlyFrom('ports-are-interfaces', 'ports know base and the contract.', ['ports/'], ['base/']),
    onlyFrom('engine-is-pure', 'engine knows base and the contract.', ['engine/'], ['base/']),
    rule(
      'engine-not-node',
      'engine is movable to a worker: no Node modules, no I/O.',
      { path: '^src-main/engine/', pathNot: tests },
      { dependencyTypes: ['core'] },
    ),
    onlyFrom('wire-is-low', 'wire knows base, ports and the contract.', ['wire/'], ['base/', 'ports/']),
    ...['transports', 'instruments', 'ingest', 'store', 'workstation'].map((room) =>
      onlyFrom(
        `${room}-stand-alone`,
        'Adapters know base, ports, wire, engine and the contract, not each other.',
        [`${room}/`],
        ['base/', 'ports/', 'wire/', 'engine/'],
      ),
    ),
    rule(
      'one-folder-one-instrument',
      'Share through wire/, not sideways.',
      { path: '^src-main/instruments/([^/]+)/', pathNot: tests },
      { path: '^src-main/instruments/', pathNot: '^src-main/instruments/$1/' },
    ),
    onlyFrom(
      'app-asks-ports',
      'Use cases know base, ports, engine and the contract; adapters arrive through compose.',
      ['app/'],
      ['base/', 'ports/', 'engine/'],
    ),
    onlyFrom(
      'shell-is-electron-only',
      'The shell knows electron, app, base and the contract.',
      ['shell/'],
      ['app/', 'base/'],
    ),
    rule(
      'electron-only-in-its-shell',
      'Everything else runs under plain Node.',
      { path: '^src-', pathNot: ['^src-main/shell/electron/', '^src-main/index', '^src-preload/index'] },
      { path: ['node_modules/electron/', '^electron$'] },
    ),
    rule(
      'cli-not-shell',
      'The command line runs without Electron.',
      { path: '^src-main/cli/' },
      { path: '^src-main/(shell|index)' },
    ),
    rule('main-not-page', 'Main never imports the page.', { path: '^src-main' }, { path: '^src-renderer' }),
    rule(
      'tests-stay-tests',
      'Product code never imports tests or test builders.',
      { path: '^src-', pathNot: [tests, '^src-main/testing/', '^src-renderer/testing/'] },
      { path: [tests, '^src-main/testing/', '^src-renderer/testing/'] },
    ),
    rule(
      'no-circles',
      'A circle means two rooms want to be one, or a third is missing.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
  ],
  options: {
    doNotFollow: { path: outside },
    tsConfig: { fileName: 'tsconfig.main.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
    builtInModules: { add: [] },
  },
}
