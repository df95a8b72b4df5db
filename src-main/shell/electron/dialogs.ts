import { type BrowserWindow, dialog } from 'electron'
import type { SaveQuestion } from '../../app/library'

/** Asks where to save a file. The path stays in main. */
export async function askWhere(window: BrowserWindow, question: SaveQuestion): Promise<string | null> {
  const { title, suggestion, kind, extension } = question
  const answer = await dialog.showSaveDialog(window, {
    title,
    defaultPath: suggestion,
    filters: [{ name: kind, extensions: [extension] }],
    properties: ['showOverwriteConfirmation', 'createDirectory'],
  })
  return answer.canceled || answer.filePath === '' ? null : answer.filePath
}

/** Asks for a channel file to open. The path stays in main. */
export async function askWhichChannelFile(window: BrowserWindow): Promise<string | null> {
  const answer = await dialog.showOpenDialog(window, {
    title: 'Open a channel file',
    filters: [
      { name: 'Channel files', extensions: ['csv', 'txt'] },
      { name: 'All files', extensions: ['*'] },
    ],
    properties: ['openFile'],
  })
  return answer.canceled ? null : (answer.filePaths[0] ?? null)
}

/** Asks for collectd archives to import. The paths stay in main. */
export async function askWhichArchives(window: BrowserWindow): Promise<readonly string[]> {
  const answer = await dialog.showOpenDialog(window, {
    title: 'Import collectd archives',
    filters: [
      { name: 'Zip archives', extensions: ['zip'] },
      { name: 'All files', extensions: ['*'] },
    ],
    properties: ['openFile', 'multiSelections'],
  })
  return answer.canceled ? [] : answer.filePaths
}
