/** HTML that the allow-list has let through: the only form in which rich text is stored and emitted. */
export type SanitisedHtml = string & { readonly __sanitised: true }
