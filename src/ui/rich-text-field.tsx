import { EMPTY_DRAFT, typed } from '#kernel/forms'
import { Field, type FieldProps } from './field.tsx'
import { useFrame } from './frame.tsx'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'
import { type Option, Radios } from './inputs.tsx'
import { FootnoteDialog, ImageDialog, LinkDialog } from './rich-text-dialogs.tsx'

/**
 * A long text. Without JavaScript a plain field and the choice of how it is written; with it, typesetting: the script
 * hides the field, fills it with HTML, and chooses the format `html`. Every word of the toolbar is in the page already.
 */
export function RichTextField(
  props: FieldProps & {
    rows?: number | undefined
    /** The field that says how the text is written; `html` is one of its values. */
    format: { name: string; label: string; options: readonly Option[] }
    /** Takes text and format, gives the HTML of the other formats. */
    convert: string
    /** Takes images; without it there is no button for them. */
    images?: string | undefined
  },
) {
  const { address, asset, t } = useFrame()
  const { draft = EMPTY_DRAFT, format, images } = props
  return (
    <div
      class="rich-field"
      data-behaviour="rich-text"
      data-convert={address(props.convert)}
      data-images={images && address(images)}
      data-format={format.name}
    >
      <Field {...props}>
        {(control) => (
          <>
            <div class="rich" data-rich="visual" hidden>
              <Toolbar id={control.id} images={images !== undefined} />
              <div class="rich-page" data-rich="page" />
              <p class="visually-hidden" id={`${control.id}-keys`}>
                {t('rich-text.keys')}
              </p>
            </div>
            <textarea
              {...control}
              class="input song"
              rows={props.rows ?? 22}
              value={typed(draft, props.name)}
              spellcheck={false}
            />
            <div class="rich-foot" data-rich="foot" hidden>
              <button type="button" class="button button-quiet" data-rich="to-visual">
                {t('rich-text.to-visual')}
              </button>
              <p
                class="faint"
                role="status"
                data-rich="say"
                data-converting={t('rich-text.converting')}
                data-failed={t('rich-text.not-converted')}
                data-beyond={t('rich-text.beyond')}
              />
            </div>
          </>
        )}
      </Field>
      <div data-rich="format">
        <Radios name={format.name} label={format.label} draft={draft} inline options={format.options} />
      </div>
      <LinkDialog name={props.name} />
      <FootnoteDialog name={props.name} />
      {images !== undefined && <ImageDialog name={props.name} />}
      <script type="module" src={asset('editor.js')} />
    </div>
  )
}

type Tool = { command: string; icon: IconName; keys?: string }

const SETS: readonly (readonly Tool[])[] = [
  [
    { command: 'bold', icon: 'bold', keys: 'Control+B' },
    { command: 'superscript', icon: 'superscript' },
    { command: 'subscript', icon: 'subscript' },
  ],
  [
    { command: 'bullet-list', icon: 'list' },
    { command: 'ordered-list', icon: 'numbered' },
    { command: 'quotation', icon: 'quotation' },
  ],
  [
    { command: 'link', icon: 'link', keys: 'Control+K' },
    { command: 'footnote', icon: 'footnote' },
    { command: 'table', icon: 'table' },
    { command: 'image', icon: 'picture' },
  ],
  [
    { command: 'undo', icon: 'undo', keys: 'Control+Z' },
    { command: 'redo', icon: 'redo', keys: 'Control+Shift+Z' },
  ],
]

const TOGGLES = new Set([
  'bold',
  'superscript',
  'subscript',
  'bullet-list',
  'ordered-list',
  'quotation',
  'link',
])

const TABLE_TOOLS = [
  'row-before',
  'row-after',
  'row-remove',
  'column-before',
  'column-after',
  'column-remove',
  'merge',
  'split',
  'header-cell',
  'table-remove',
] as const

function Toolbar({ id, images }: { id: string; images: boolean }) {
  const { t } = useFrame()
  return (
    <div class="toolbar" role="toolbar" aria-label={t('rich-text.toolbar')} data-rich="toolbar">
      <span class="tool-set">
        <select class="tool-sel" aria-label={t('rich-text.style')} data-rich="style" id={`${id}-style`}>
          {(['paragraph', 'heading-2', 'heading-3', 'heading-4'] as const).map((style) => (
            <option key={style} value={style}>
              {t(`rich-text.style.${style}`)}
            </option>
          ))}
        </select>
      </span>
      {SETS.map((tools, at) => (
        <span class="tool-set" key={at}>
          {tools
            .filter(({ command }) => images || command !== 'image')
            .map((tool) => (
              <ToolButton key={tool.command} {...tool} />
            ))}
        </span>
      ))}
      <span class="tool-end">
        <span class="meter-t" data-rich="count" data-words={t('rich-text.count', { count: '{count}' })} />
        <button type="button" class="tool tool-word" data-rich="to-source">
          {t('rich-text.to-source')}
        </button>
      </span>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset within a toolbar would be announced as a form's part */}
      <span
        class="tool-table"
        data-rich="table-tools"
        role="group"
        aria-label={t('rich-text.table-tools')}
        hidden
      >
        {TABLE_TOOLS.map((command) => (
          <button key={command} type="button" class="tool tool-word" data-command={command}>
            {t(`rich-text.${command}`)}
          </button>
        ))}
      </span>
    </div>
  )
}

function ToolButton({ command, icon, keys }: Tool) {
  const { t } = useFrame()
  const label = t(`rich-text.${command}`)
  return (
    <button
      type="button"
      class="tool"
      data-command={command}
      aria-label={label}
      title={label}
      aria-keyshortcuts={keys}
      aria-pressed={TOGGLES.has(command) ? 'false' : undefined}
    >
      <Icon name={icon} />
    </button>
  )
}
