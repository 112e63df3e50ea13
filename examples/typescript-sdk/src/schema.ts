// The types of TXCloud's API. In a project of your own, generate this file from the contract that the package brings:
//   npx openapi-typescript node_modules/txcloud-mock/openapi.yaml -o src/schema.ts
export type { components, paths } from '../../../src/contract/generated/types.ts';
