import { type BrowserWindow, dialog } from 'electron'

/** Asks where to save a CSV file. The path stays in main. */
export async function askWhereCsv(window: BrowserWindow, suggestion: string): Promise<string | null> {
  const answer = await dialog.showSaveDialog(window, {
    title: 'Export samples as CSV',
    defaultPath: suggestion,
    filters: [{ name: 'CSV', extensions: ['csv'] }],
    properties: ['showOverwriteConfirmation', 'createDirectory'],
  })
  return answer.canceled || answer.filePath === '' ? null : answer.filePath
}
