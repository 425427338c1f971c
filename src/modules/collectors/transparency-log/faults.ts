/** Each is a reason to sign nothing more until a person has looked: the log fails closed. */
export type FaultCode =
  | 'tree'
  | 'chain'
  | 'bad-leaf'
  | 'clock'
  | 'origin'
  | 'files-ahead'
  | 'files-fork'
  | 'signer-ahead'
  | 'signer-fork'
  | 'signer-key'
  | 'signer-new'
  | 'written-wrong'

export class LogFault extends Error {
  override name = 'LogFault'
  readonly code: FaultCode

  constructor(code: FaultCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
