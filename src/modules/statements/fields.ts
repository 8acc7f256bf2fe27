import { z } from 'zod'
import { optionalLineField } from '../../platform/fields.ts'
import { type ColumnName, columnNames, type Columns } from './rules.ts'

/** What is typed beside a statement’s file. */
export const StatementFields = z.object(Object.fromEntries(columnNames.map((name) => [`column_${name}`, optionalLineField(60)])) as Record<`column_${ColumnName}`, ReturnType<typeof optionalLineField>>)
export const columnsOf = (typed: z.output<typeof StatementFields>): Columns => Object.fromEntries(columnNames.flatMap((name) => (typed[`column_${name}`] ? [[name, typed[`column_${name}`]]] : [])))
