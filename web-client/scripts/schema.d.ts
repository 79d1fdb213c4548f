export const schemaFile: string;
export const schemaText: string;
