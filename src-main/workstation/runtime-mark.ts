import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Beside the binary of the development runtime: it is not the official Electron. */
const MARK = 'wattbench-fallback'

/** What is said of it wherever versions are told. */
export const DEVELOPMENT_RUNTIME = 'development runtime, not for release'

/** Whether `binary`, an absolute path, is the npm-hosted runtime for development, demo and tests. */
export const isDevelopmentRuntime = (binary: string): boolean => existsSync(join(dirname(binary), MARK))
