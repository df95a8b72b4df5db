#!/usr/bin/env node
import './early-signals'

// Everything else is loaded behind the signal handlers: it takes a quarter of a second.
const { runProgram } = await import('./program')
await runProgram()
