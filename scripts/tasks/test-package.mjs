/** `npm run test:package`: makes the .deb, judges it with lintian, installs it, uses it, removes it. */
import { lint, runInstallTest, whyNotHere } from '../package/install-test.mjs'
import { buildIfStale } from '../run/build.mjs'
import { prepareWindow } from '../setup/prepare.mjs'
import { Trouble } from '../trouble.mjs'

/** @returns {Promise<number>} */
export async function run() {
  const why = whyNotHere()
  if (why)
    throw new Trouble('The package cannot be tested here', {
      because: why,
      next: 'Run this as root in a container or on a test machine.',
    })
  const stage = await prepareWindow({ also: ['package', 'package-test', 'lint'] })
  try {
    await buildIfStale()
    const { code, deb } = await runInstallTest(stage)
    return code || (await lint(deb))
  } finally {
    await stage.close()
  }
}
