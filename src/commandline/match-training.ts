import { Argument, type Command } from 'commander'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { qualityOfMatching } from '../modules/matching/quality-queries.ts'
import { featureNames, vectorOf } from '../modules/matching/rules.ts'
import { serveWeights, trainMatching } from '../modules/matching/training-commands.ts'
import { say, Stopped, withExchange } from './exchange.ts'

/** Under `match`: learning what each kind of likeness counts, and choosing which weights serve. */
export function addTraining(match: Command): void {
  match.command('train')
    .description('Learn what words, meaning and facts count, from judged needs and from what people answered; serve it if it is better.')
    .option('--judged <folder...>', 'folders with offers.jsonl, needs.jsonl and qrels.tsv (need, offer, grade)')
    .addHelpText('after', `
Examples:
  techex match train
  techex match train --judged judged/agriculture judged/energy

Quality is nDCG@10 on cases kept apart from learning, five parts in turn, beside that of the weights
serving now. Every attempt is kept and shown under Administration, Matching, Quality.`)
    .action(async ({ judged = [] }: { judged?: string[] }) => {
      for (const folder of judged) for (const file of ['offers.jsonl', 'needs.jsonl', 'qrels.tsv']) if (!existsSync(join(folder, file))) throw new Stopped(`There is no ${file} in ${folder}.`)
      await withExchange(async (ctx) => {
        const { id, needs, answers, quality, before, better, weights } = await trainMatching(ctx, { folders: judged })
        say(`Training ${id}: ${needs} judged needs, ${answers} answers. Quality ${quality.toFixed(4)}, of the weights serving ${before.toFixed(4)}.`)
        say(vectorOf(weights).map((weight, i) => `${featureNames[i]} ${weight.toFixed(3)}`).join('  '))
        say(better ? 'The new weights serve from now on.' : 'They are no better, so the weights serving stay. They can be put in force with: techex match use ' + id)
      })
    })
  match.command('use').addArgument(new Argument('<training>', 'the number of a training, or “program” for the weights that come with this release'))
    .description('Put the weights of a training in force, or the program’s own.')
    .action(async (training: string) => {
      if (training !== 'program' && !/^\d{1,9}$/.test(training)) throw new Stopped('The number of a training is wanted, or “program”.')
      await withExchange(async (ctx) => {
        const { serving } = await qualityOfMatching(ctx.db, ctx.now())
        await serveWeights(ctx, { training_id: training === 'program' ? null : Number(training), seen: serving.id })
        say(training === 'program' ? 'The program’s own weights serve.' : `The weights of training ${training} serve.`)
      })
    })
}
