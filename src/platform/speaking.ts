/** Between two announcements a screen reader has time to say the one before; the first waits for what comes at the same moment. */
export const betweenMs = 8_000, gatherMs = 500

/** Says the newest of what it is given, at most once in eight seconds; the last of it is always said. */
export function openSpeaker(speak: (text: string) => void): (text: string) => void {
  let unsaid = '', waiting: ReturnType<typeof setTimeout> | undefined, saidAt = -Infinity
  return (text) => {
    unsaid = text
    waiting ??= setTimeout(() => { waiting = undefined; saidAt = Date.now(); speak(unsaid) }, Math.max(gatherMs, saidAt + betweenMs - Date.now()))
  }
}
