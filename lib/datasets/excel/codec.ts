import type { Codec } from "../codec.ts";
import type { ExcelOptions } from "../excel.ts";
import { readExcel } from "./read_excel.ts";
import { writeExcel } from "./write_excel.ts";

/** The format that checked fields of an entry describe. */
export function excelCodec({ load_args = {}, save_args = {} }: ExcelOptions): Codec {
  return {
    type: "excel",
    encode: (value) => writeExcel(value, save_args),
    decode: (source) => readExcel(source, load_args),
  };
}
