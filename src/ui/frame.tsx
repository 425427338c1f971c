import { type ComponentChildren, createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Translate } from '#kernel/messages'
import type { ViewModes } from '#kernel/view-modes'

/** What every page is shown in. Set once per response; `ui` knows no site and no person but through it. */
export type Frame = {
  site: FrameSite
  modes: ViewModes
  t: Translate
  /** Absent on every page that may be cached. */
  person: FramePerson | undefined
  /** Every link goes through it: `/search` becomes `/sites/jtj/search` where a site is reached by path. */
  address: (path: string) => string
  /** The canonical path and query of this page, without the site's prefix. */
  here: string
  /** Absolute form of an address of this site, for metadata tags, feeds and the code for the phone. */
  absolute: (path: string) => string
  menu: readonly FrameLink[]
  deskMenu: readonly DeskLink[]
  /** Links above the identity block of the footer, in groups of which each has a title. */
  footer?: readonly { key: string; links: readonly FrameLink[] }[] | undefined
  /** Hashed addresses of style sheets and scripts, by their plain names. */
  asset: (name: string) => string
  today: string
}

export type FrameLink = { href: string; key: string; count?: number }

/** The groups of the rail in their order; what concerns the person alone has none and stands first. */
export const DESK_GROUPS = ['texts', 'site', 'people', 'system'] as const
export type DeskGroup = (typeof DESK_GROUPS)[number]
export type DeskLink = FrameLink & { group?: DeskGroup | undefined }

export type FrameSite = {
  key: string
  name: string
  domain: string
  /** 网站标识码, the number that the state gives to each government site. */
  site_id_code: string
  owner: string
  operator: string
  address: string
  phone: string
  icp_number: string
  police_filing_number: string
  description: string
  keywords: string
}

export type FramePerson = { name: string; organisation: string; forgeryToken: string; tasks: number }

const Current = createContext<Frame | undefined>(undefined)

export function WithFrame({ frame, children }: { frame: Frame; children: ComponentChildren }) {
  return <Current.Provider value={frame}>{children}</Current.Provider>
}

export function useFrame(): Frame {
  const frame = useContext(Current)
  if (!frame) throw new Error('unreachable: a page is rendered outside its frame')
  return frame
}
