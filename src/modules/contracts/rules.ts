export type ContractRefusal = never
