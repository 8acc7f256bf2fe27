declare module 'mt940js' {
  export interface Mt940Line { date: Date; amount: number; currency: string; isReversal: boolean; details: string; reference: string; bankReference: string; extraDetails: string; structuredDetails?: Record<string, string> }
  export interface Mt940Statement { accountIdentification: string; currency: string; transactions: Mt940Line[] }
  export class Parser {
    constructor(options?: { no86Structure?: boolean })
    parse(data: string): Mt940Statement[]
  }
}
