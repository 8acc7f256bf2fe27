export const statementFormats = ['csv', 'mt940', 'camt053'] as const
export type StatementFormat = (typeof statementFormats)[number]
