import type { FilePurpose, HubSetting } from '../../../fleet/ipc.ts';
import { invoke } from '../../bridge.ts';
import { useWords } from '../../use-fleet.ts';
import { TextField } from '../../components/text-field.tsx';

/** Paths of PEM files; empty where there is none. */
export interface HubPaths {
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
}

interface FieldsProps {
  readonly hub: HubSetting | undefined;
  readonly paths: HubPaths;
  readonly onPaths: (paths: HubPaths) => void;
}

const FILES = [
  { purpose: 'ca', field: 'caFile' },
  { purpose: 'cert', field: 'certFile' },
  { purpose: 'key', field: 'keyFile' },
] as const satisfies readonly { readonly purpose: FilePurpose; readonly field: keyof HubPaths }[];

export function HubFields({ hub, paths, onPaths }: FieldsProps) {
  const { t } = useWords();
  const passwordHint = hub?.user === undefined ? t('connect.passwordHint') : t('settings.hubs.passwordStored');
  const proxyPasswordHint =
    hub?.proxyUser === undefined ? t('connect.passwordHint') : t('settings.hubs.passwordStored');
  return (
    <>
      <div className="set-grid">
        <TextField name="name" label={t('connect.name')} hint={t('connect.nameHint')} value={hub?.name} />
        <TextField name="url" label={t('connect.url')} hint={t('connect.urlHint')} value={hub?.url} />
        <TextField name="user" label={t('connect.user')} value={hub?.user} />
        <TextField name="password" label={t('connect.password')} hint={passwordHint} secret />
      </div>
      <fieldset className="set-files">
        <legend className="t2 s">{t('settings.hubs.optional')}</legend>
        {FILES.map(({ purpose, field }) => (
          <FileRow
            key={field}
            purpose={purpose}
            path={paths[field]}
            onPath={(path) => onPaths({ ...paths, [field]: path })}
          />
        ))}
      </fieldset>
      <fieldset className="set-files">
        <legend className="t2 s">{t('settings.hubs.proxy')}</legend>
        <div className="set-grid">
          <TextField
            name="proxyUrl"
            label={t('settings.hubs.proxyUrl')}
            hint={t('settings.hubs.proxyHint')}
            value={hub?.proxyUrl}
          />
          <TextField name="proxyUser" label={t('settings.hubs.proxyUser')} value={hub?.proxyUser} />
          <TextField
            name="proxyPassword"
            label={t('settings.hubs.proxyPassword')}
            hint={proxyPasswordHint}
            secret
          />
        </div>
      </fieldset>
    </>
  );
}

interface FileProps {
  readonly purpose: FilePurpose;
  readonly path: string;
  readonly onPath: (path: string) => void;
}

/** Main shows the dialog; only the path comes here, never what is in the file. */
function FileRow({ purpose, path, onPath }: FileProps) {
  const { t } = useWords();
  const file = t(`settings.hubs.${purpose}`);
  async function choose(): Promise<void> {
    const chosen = await invoke('choose-file', { purpose });
    if (chosen !== null) onPath(chosen);
  }
  return (
    <div className="row wrap">
      <span className="set-file">{file}</span>
      <span className="grow t2 s mono ell" title={path}>
        {path === '' ? t('settings.hubs.noFile') : path}
      </span>
      <button
        type="button"
        className="btn sm"
        aria-label={t('settings.hubs.chooseOf', { file })}
        onClick={() => void choose()}
      >
        {t('settings.hubs.choose')}
      </button>
      {path !== '' && (
        <button
          type="button"
          className="btn sm"
          aria-label={t('settings.hubs.clearOf', { file })}
          onClick={() => onPath('')}
        >
          {t('settings.hubs.clear')}
        </button>
      )}
    </div>
  );
}
