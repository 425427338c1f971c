import type { ComponentChildren } from 'preact'
import { useFrame } from './frame.tsx'

/** Questions that a tool asks. Their fields have no names: they are never part of the form around them. */

export function LinkDialog({ name }: { name: string }) {
  const { t } = useFrame()
  return (
    <Asking name={name} tool="link" wrong="rich-text.link.wrong" remove="rich-text.link.remove">
      <Question
        id={`${name}-link-address`}
        label={t('rich-text.link.address')}
        hint={t('rich-text.link.hint')}
      >
        <input class="input" id={`${name}-link-address`} data-answer="address" maxLength={500} />
      </Question>
    </Asking>
  )
}

export function FootnoteDialog({ name }: { name: string }) {
  const { t } = useFrame()
  return (
    <Asking name={name} tool="footnote" wrong="rich-text.footnote.missing" remove="rich-text.footnote.remove">
      <Question
        id={`${name}-footnote-text`}
        label={t('rich-text.footnote.text')}
        hint={t('rich-text.footnote.hint')}
      >
        <textarea class="input" id={`${name}-footnote-text`} data-answer="note" rows={3} maxLength={1000} />
      </Question>
    </Asking>
  )
}

export function ImageDialog({ name }: { name: string }) {
  const { t } = useFrame()
  return (
    <Asking name={name} tool="image" wrong="rich-text.image.missing" refused={t('rich-text.image.refused')}>
      <Question id={`${name}-image-file`} label={t('rich-text.image.file')}>
        <input class="input" id={`${name}-image-file`} data-answer="file" type="file" accept="image/*" />
      </Question>
      <Question
        id={`${name}-image-alt`}
        label={t('rich-text.image.alt')}
        hint={t('rich-text.image.alt.hint')}
      >
        <input class="input" id={`${name}-image-alt`} data-answer="alt" maxLength={300} />
      </Question>
    </Asking>
  )
}

function Asking(props: {
  name: string
  tool: 'link' | 'footnote' | 'image'
  wrong: string
  remove?: string
  refused?: string
  children: ComponentChildren
}) {
  const { t } = useFrame()
  const id = `${props.name}-${props.tool}`
  return (
    <dialog class="asking" data-asks={props.tool} aria-labelledby={id} data-refused={props.refused}>
      <h2 id={id}>{t(`rich-text.${props.tool}`)}</h2>
      <p class="error" role="alert" data-answer="wrong" data-words={t(props.wrong)} hidden />
      {props.children}
      <p class="button-row">
        <button type="button" class="button" data-answer="done">
          {t(props.tool === 'image' ? 'rich-text.insert' : 'rich-text.done')}
        </button>
        <button type="button" class="button button-second" data-answer="cancel">
          {t('rich-text.cancel')}
        </button>
        {props.remove && (
          <button type="button" class="button button-quiet" data-answer="remove" hidden>
            {t(props.remove)}
          </button>
        )}
      </p>
    </dialog>
  )
}

function Question(props: { id: string; label: string; hint?: string; children: ComponentChildren }) {
  return (
    <div class="field">
      <label for={props.id}>{props.label}</label>
      {props.hint && <p class="hint">{props.hint}</p>}
      {props.children}
    </div>
  )
}
