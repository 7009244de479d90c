import {
  type ApplicationText,
  ArgumentScannerError,
  formatMessageForArgumentScannerError,
  text_en,
} from "../lib/deps/stricli.ts";

/** The sentences of the command line itself. `onProblem` is told of each, without colours. */
export function usageText(onProblem: (message: string, error?: unknown) => void): ApplicationText {
  const tell = (message: string, error?: unknown): string => {
    onProblem(message, error);
    return "";
  };
  return {
    ...text_en,
    noCommandRegisteredForInput: ({ input, corrections }) =>
      tell(
        `There is no command "${input}"${didYouMean(corrections.map((name) => name.replaceAll("`", "")))}`,
      ),
    exceptionWhileParsingArguments: (error) =>
      error instanceof ArgumentScannerError
        ? tell(describe(error))
        : tell("Cannot read the arguments", error),
    exceptionWhileLoadingCommandFunction: (error) => tell("Cannot load the command", error),
    exceptionWhileLoadingCommandContext: (error) => tell("Cannot start the command", error),
    exceptionWhileRunningCommand: (error) => tell("The command failed", error),
  };
}

function describe(error: ArgumentScannerError): string {
  return formatMessageForArgumentScannerError(error, {
    FlagNotFoundError: ({ input, corrections }) =>
      `There is no flag "${dashed(input)}"${didYouMean(corrections.map(dashed))}`,
    AliasNotFoundError: ({ input }) => `There is no flag "-${input}"`,
    ArgumentParseError: ({ externalFlagNameOrPlaceholder: name, exception }) =>
      `Flag ${dashed(name)} cannot be read: ${
        exception instanceof Error ? exception.message : String(exception)
      }`,
    EnumValidationError: ({ externalFlagName, input, values }) =>
      `Flag ${dashed(externalFlagName)} must be ${values.join(" or ")}: found "${input}"`,
    UnsatisfiedFlagError: ({ externalFlagName, nextFlagName }) =>
      `Flag ${dashed(externalFlagName)} needs a value${
        nextFlagName === undefined ? "" : `: found flag ${dashed(nextFlagName)}`
      }`,
    UnexpectedFlagError: ({ externalFlagName, previousInput, input }) =>
      `Flag ${dashed(externalFlagName)} can be given once: found "${previousInput}" and "${input}"`,
    UnexpectedPositionalError: ({ expectedCount, input }) =>
      `Argument "${input}" is one too many: the command takes ${
        expectedCount === 0 ? "flags only" : expectedCount
      }`,
    UnsatisfiedPositionalError: ({ placeholder }) => `Argument ${placeholder} is missing`,
    InvalidNegatedFlagSyntaxError: ({ externalFlagName }) =>
      `Flag ${dashed(externalFlagName)} takes no value`,
  });
}

function dashed(name: string): string {
  return `--${name.replace(/^-+/, "").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function didYouMean(corrections: readonly string[]): string {
  return corrections[0] === undefined ? "" : `. Did you mean "${corrections[0]}"?`;
}
