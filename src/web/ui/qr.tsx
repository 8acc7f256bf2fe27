import type { Qr } from '../../platform/qr.ts'

/** A QR code; what it says stands beside it in letters. Always dark on white: cameras expect it. */
export function QrCode({ code: { path, modules }, label }: { code: Qr; label: string }) {
  return <svg role="img" aria-label={label} viewBox={`0 0 ${modules} ${modules}`} width="240" height="240" shape-rendering="crispEdges"><rect width={modules} height={modules} fill="#ffffff" /><path d={path} fill="#000000" /></svg>
}
