import { Button, ButtonRow, DeskHead, DeskPage, PostForm, useFrame } from '#ui'
import type { Waiting } from '../again.ts'

/** The proof was right: one press sends what was typed before it was asked for. */
export function AgainPage({ waiting, back }: { waiting: Waiting; back: string }) {
  const { t } = useFrame()
  const title = t('account.again.title')
  return (
    <DeskPage title={title}>
      <DeskHead title={title} sub={t('account.again.lead')} />
      <PostForm action={waiting.path} label={title}>
        {Object.entries(waiting.fields).flatMap(([name, values]) =>
          [values]
            .flat()
            .map((value, at) => <input key={`${name} ${at}`} type="hidden" name={name} value={value} />),
        )}
        <ButtonRow>
          <Button kind="main">{t('account.again')}</Button>
          <Button href={back}>{t('account.back')}</Button>
        </ButtonRow>
      </PostForm>
    </DeskPage>
  )
}
