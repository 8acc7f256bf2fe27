export type TaxonomyRefusal =
  | { code: 'code_taken'; field: 'code' }
  | { code: 'parent_unknown'; field: 'parent' }
  | { code: 'code_changed_meanwhile' }
