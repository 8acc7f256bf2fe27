import decodeQR from 'qr/decode.js'

type Detector = { detect(from: HTMLVideoElement): Promise<{ rawValue: string }[]> }
type DetectorKind = { new (options: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> }
/** A ticket held before a phone is read at this width already, and in a fraction of the time a whole picture takes. */
const widest = 720

/**
 * What the QR code before the camera says now, or null where none can be read. The browser reads it where it can
 * (Chrome on Android); elsewhere, as in Safari and Firefox, what came with the page does, without a network.
 */
export async function qrReader(video: HTMLVideoElement): Promise<() => Promise<string | null>> {
  const Own = (globalThis as unknown as { BarcodeDetector?: DetectorKind }).BarcodeDetector
  if (Own && (await Own.getSupportedFormats().catch((): string[] => [])).includes('qr_code')) {
    const detector = new Own({ formats: ['qr_code'] })
    return async () => (await detector.detect(video))[0]?.rawValue ?? null
  }
  const canvas = document.createElement('canvas'), drawing = canvas.getContext('2d', { willReadFrequently: true })!
  return async () => {
    const scale = Math.min(1, widest / video.videoWidth), width = Math.round(video.videoWidth * scale), height = Math.round(video.videoHeight * scale)
    if (!width || !height) return null
    if (canvas.width !== width || canvas.height !== height) { canvas.width = width; canvas.height = height }
    drawing.drawImage(video, 0, 0, width, height)
    try { return decodeQR(drawing.getImageData(0, 0, width, height)) } catch { return null /* no code in this picture */ }
  }
}
