import { z } from 'zod'

/** A service that says what texts mean, as numbers: one list for each text, all of one length. */
export interface Embedder { model: string; embed(texts: readonly string[]): Promise<number[][]> }

/** The service is away, too slow, or answered what it should not. */
export class EmbedderAway extends Error {
  override name = 'EmbedderAway'
}

const Answer = z.object({ data: z.array(z.object({ index: z.number().int().min(0), embedding: z.array(z.number().refine(Number.isFinite)).min(8).max(8_192) })) })
const patience = 60_000

/** Speaks to any service with OpenAI's way of asking (`POST …/embeddings`), as Text Embeddings Inference, Ollama and vLLM have it around ONNX and other models. */
export function embedderAt({ url, model, key }: { url: string; model: string; key: string | null }): Embedder {
  return {
    model,
    async embed(texts) {
      let answer: unknown
      try {
        const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) }, body: JSON.stringify({ model, input: texts }), signal: AbortSignal.timeout(patience), redirect: 'error' })
        if (!response.ok) throw new EmbedderAway(`it answered ${response.status}`)
        answer = await response.json()
      } catch (error) {
        throw error instanceof EmbedderAway ? error : new EmbedderAway(error instanceof Error ? error.message : String(error))
      }
      const read = Answer.safeParse(answer)
      if (!read.success || read.data.data.length !== texts.length) throw new EmbedderAway('its answer does not have one list of numbers for each text')
      const vectors = read.data.data.toSorted((a, b) => a.index - b.index).map(({ embedding }) => embedding)
      if (new Set(vectors.map(({ length }) => length)).size > 1) throw new EmbedderAway('its lists are of different lengths')
      return vectors
    },
  }
}
