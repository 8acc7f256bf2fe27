/** As much of it as the tests use. */
declare module 's3rver' {
  import type { Readable } from 'node:stream'

  export default class S3rver {
    constructor(options: { port: number; address: string; silent: boolean; directory: string; configureBuckets: { name: string; configs: string[] }[] })
    run(): Promise<{ address: string; port: number }>
    close(): Promise<void>
    store: { putObject: (object: { content: Readable }) => Promise<unknown> }
  }
}
