/** A first start that is killed while the city's contracts are being written, the first of them done. Run by tests with the database's address and a folder for files. */
import { ensureWorld } from '../database/world.ts'
import { readConfig } from '../src/platform/config.ts'

const [url = '', files = ''] = process.argv.slice(2)
await ensureWorld(url, readConfig({ DATA_DIR: files }), (done, total, what) => { if (what.startsWith('Hợp đồng') && done < total) process.kill(process.pid, 'SIGKILL') }, '.')
