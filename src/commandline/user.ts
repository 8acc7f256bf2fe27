import { type Command, Option } from 'commander'
import { randomBytes } from 'node:crypto'
import { grantRole, revokeRole } from '../modules/people/commands.ts'
import { openAccounts } from '../modules/people/accounts.ts'
import { isCommonPassword } from '../modules/people/rules.ts'
import { people } from '../modules/people/queries.ts'
import { type StaffRole, staffRoles } from '../modules/people/schema.ts'
import type { Ctx } from '../core/context.ts'
import { emailField } from '../platform/fields.ts'
import { type Locale, locales } from '../platform/locale.ts'
import { hanoiDay } from '../platform/time.ts'
import { say, Stopped, withExchange } from './exchange.ts'
import { addUser } from './new-user.ts'
import { askPassword } from './password.ts'

interface AddOptions { name: string; role?: StaffRole[]; organisation?: string; language: Locale }
const roleOption = (text: string): Option => new Option('--role <role...>', text).choices(staffRoles)

export function addUserCommands(program: Command): void {
  const user = program.command('user').description('People who sign in, and what staff may do.').addHelpText('after', `
Examples:
  techex user add lan@example.vn --name "Nguyễn Thị Lan" --role moderator
  techex user list
  techex user grant lan@example.vn administrator
  techex user revoke lan@example.vn moderator`)

  user.command('add').argument('<email>').description('Make an account that can sign in at once. Asks for a password; where nobody can be asked, makes one and prints it once.')
    .requiredOption('--name <name>', 'as others will read it')
    .addOption(roleOption('staff role; may be given several times'))
    .option('--organisation <id>', 'the number of an organisation they join: as owner where it has none, else as editor')
    .addOption(new Option('--language <language>', 'of the pages and letters they get').choices(locales).default('vi'))
    .addHelpText('after', '\nExample:\n  techex user add lan@example.vn --name "Nguyễn Thị Lan" --role moderator --role deal_officer')
    .action(async (typed: string, options: AddOptions) => {
      const email = addressOf(typed)
      const organisation_id = options.organisation === undefined ? null : numberOf(options.organisation)
      await withExchange(async (ctx, config) => {
        const asked = await askPassword(`Password for ${email} (at least 10 characters; empty to have one made): `)
        if (asked && (asked.length < 10 || asked.length > 200)) throw new Stopped('A password has 10 to 200 characters. Nothing was made.')
        if (asked && isCommonPassword(asked)) throw new Stopped('That password is on every list of common ones. Choose another. Nothing was made.')
        const password = asked || randomBytes(12).toString('base64url')
        const accounts = openAccounts({ db: ctx.db, secret: config.secret ?? randomBytes(32).toString('hex'), publicUrl: config.publicUrl, send: async () => {} })
        const id = await addUser(ctx, { email, name: options.name, roles: options.role ?? [], organisation_id, language: options.language, password_hash: await accounts.hash(password) })
        say(`${email} can sign in${options.role?.length ? ` as ${options.role.join(', ')}` : ''} (person ${id}).`)
        if (!asked) say(`The password, shown this once: ${password}`)
      })
    })

  user.command('list').description('Everyone with their staff roles, the newest first.').action(() => withExchange(async ({ db }) => {
    for (const { id, email, name, staff_roles, created_at } of await people(db)) say([id, email, name, hanoiDay(created_at), staff_roles.join(', ')].join('\t'))
  }))

  const change = (verb: 'grant' | 'revoke', text: string, act: typeof grantRole): void => {
    user.command(verb).argument('<email>').argument('<role>', staffRoles.join(', ')).description(text)
      .addHelpText('after', `\nExample:\n  techex user ${verb} lan@example.vn moderator`)
      .action((typed: string, given: string) => {
        const role = staffRoles.find((each) => each === given)
        if (!role) throw new Stopped(`"${given}" is not a role. The roles are: ${staffRoles.join(', ')}.`)
        return withExchange(async (ctx) => {
          const email = addressOf(typed)
          const person_id = await personBy(ctx, email)
          await act(ctx, { person_id, role })
          const now = await ctx.db.selectFrom('staff_role').select('role').where('person_id', '=', person_id).orderBy('role').execute()
          say(`${email}: ${now.map(({ role }) => role).join(', ') || 'no staff role'}.`)
        })
      })
  }
  change('grant', 'Give somebody a staff role.', grantRole)
  change('revoke', 'Take a staff role back. The last administrator keeps theirs.', revokeRole)
}

function addressOf(typed: string): string {
  const read = emailField.safeParse(typed)
  return read.success ? read.data : stop(`"${typed}" is not an e-mail address such as lan@example.vn.`)
}
function numberOf(typed: string): number {
  return /^[1-9]\d{0,8}$/.test(typed) ? Number(typed) : stop(`--organisation wants the number in the organisation's address, such as 12, and not "${typed}".`)
}
async function personBy({ db }: Ctx, email: string): Promise<number> {
  const person = await db.selectFrom('person').select('id').where('email', '=', email).executeTakeFirst()
  return person?.id ?? stop(`Nobody has the address ${email}. techex user list shows everyone; techex user add makes an account.`)
}
function stop(sentence: string): never { throw new Stopped(sentence) }
