/** Filters as a person types them: separated by commas, semicolons or blanks. */
export const readFilters = (text: string): readonly string[] => [
  ...new Set(
    text
      .split(/[\s,;]+/)
      .map((one) => one.trim())
      .filter(Boolean),
  ),
]
