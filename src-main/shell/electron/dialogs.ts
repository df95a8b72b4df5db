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
