import { describe, expect, it } from 'vitest'
import { commands, keyWords, type Situation, titleOf } from './commands'
import { chordOf, commandOf, type Press } from './keys'

const NOW: Situation = {
  screen: 'live',
  hasData: true,
  inSession: false,
  following: true,
  hasSelection: true,
  hasCursors: true,
  statsOpen: true,
  recording: false,
  hasMarks: true,
  canExport: true,
  canUndo: true,
  canRedo: true,
  hasTree: true,
  rowOpen: false,
  atSample: true,
  axisLocked: false,
}
const press = (key: string, patch: Partial<Press> = {}): Press => ({
  key,
  shift: false,
  ctrl: false,
  alt: false,
  meta: false,
  repeat: false,
  inText: false,
  onControl: false,
  onArrows: false,
  inDialog: false,
  ...patch,
})

describe('the table of commands', () => {
  it('gives no chord to two commands, and no two commands one name', () => {
    const chords = commands.flatMap(({ keys, also = [] }) => [...keys, ...also])
    expect(new Set(chords).size).toBe(chords.length)
    const titles = commands.map((command) => titleOf(command, NOW))
    expect(new Set(titles).size).toBe(titles.length)
  })

  it('has the keys of the field', () => {
    for (const key of '+ - F 0 Z L End Home Space R 1 2 A , . Escape ? Ctrl+Z Ctrl+Shift+Z Ctrl+K Ctrl+E F6'.split(
      ' ',
    )) {
      expect(commands.some(({ keys }) => keys.includes(key))).toBe(true)
    }
  })

  it('writes chords as people read them', () => {
    expect(['Ctrl+Shift+Z', 'Shift+ArrowLeft', '+', '-', 'Escape'].map(keyWords)).toEqual([
      'Ctrl Shift Z',
      'Shift Left',
      '+',
      '\u2212',
      'Esc',
    ])
  })
})

describe('a pressed key', () => {
  it('is named with what is held beside it; Shift does not change a character', () => {
    expect(chordOf(press('z', { ctrl: true, shift: true }))).toBe('Ctrl+Shift+Z')
    expect(chordOf(press('?', { shift: true }))).toBe('?')
    expect(chordOf(press('ArrowLeft', { shift: true }))).toBe('Shift+ArrowLeft')
    expect(chordOf(press('r', { alt: true }))).toBeNull()
  })

  it('is a command where it can be given', () => {
    expect(commandOf(press('z'), true, NOW)).toBe('zoom-selection')
    expect(commandOf(press('z'), true, { ...NOW, hasSelection: false })).toBeNull()
    expect(commandOf(press('f'), true, { ...NOW, screen: 'sessions' })).toBeNull()
    expect(commandOf(press('l'), true, { ...NOW, screen: 'sessions' })).toBe('live')
  })

  it('is off in text and dialogs, but for what is no character', () => {
    expect(commandOf(press('r', { inText: true }), true, NOW)).toBeNull()
    expect(commandOf(press('z', { inText: true, ctrl: true }), true, NOW)).toBeNull()
    expect(commandOf(press('k', { inText: true, ctrl: true }), true, NOW)).toBe('commands')
    expect(commandOf(press('r', { inDialog: true }), true, NOW)).toBeNull()
  })

  it('is off as a single character when letters are switched off', () => {
    for (const key of ['r', '1', ',', '?', '+']) expect(commandOf(press(key), false, NOW)).toBeNull()
    expect(commandOf(press('Home'), false, NOW)).toBe('start')
    expect(commandOf(press('e', { ctrl: true }), false, NOW)).toBe('export')
  })

  it('leaves Space, arrows and held keys to whom they belong', () => {
    expect(commandOf(press(' ', { onControl: true }), true, NOW)).toBeNull()
    expect(commandOf(press(' '), true, NOW)).toBe('pause')
    expect(commandOf(press('ArrowLeft', { onArrows: true }), true, NOW)).toBeNull()
    expect(commandOf(press('ArrowLeft', { repeat: true }), true, NOW)).toBe('pan-left')
    expect(commandOf(press('r', { repeat: true }), true, NOW)).toBeNull()
  })
})
