import { useEffect, useState } from 'react'

/** True once something has been under way for as long as people notice: 300 ms. */
export function useSlow(underWay: boolean, afterMs = 300): boolean {
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    if (!underWay) {
      setSlow(false)
      return
    }
    const timer = setTimeout(() => setSlow(true), afterMs)
    return () => clearTimeout(timer)
  }, [underWay, afterMs])
  return underWay && slow
}
