import { useEffect, useState } from 'react'
import { Button } from './Button'

export interface CopyButtonProps {
  readonly words: string
  /** The name when it says more than the words. */
  readonly name?: string
  readonly onCopy: () => void
}

/** Copies something; a tick stands in for the icon for one second. */
export function CopyButton({ words, name, onCopy }: CopyButtonProps) {
  const [done, setDone] = useState(false)
  useEffect(() => {
    if (!done) return
    const timer = setTimeout(() => setDone(false), 1_000)
    return () => clearTimeout(timer)
  }, [done])
  const copy = (): void => {
    onCopy()
    setDone(true)
  }
  return (
    <Button small icon={done ? 'tick' : 'copy'} onClick={copy} {...(name === undefined ? {} : { name })}>
      {words}
    </Button>
  )
}
