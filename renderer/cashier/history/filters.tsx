/** What the history shows, as chips: the result, the way of paying, the wallet, who began it. */
import { useTranslation } from 'react-i18next';
import { HISTORY_STATES, NO_FILTER, type HistoryFilter } from '../../../shared/attempt/history.ts';
import { PRESENTMENTS, WALLETS } from '../../../shared/wallet.ts';
import { ChipSelect } from '../../ui/chip-select.tsx';
import { Chips } from '../lists/chips.tsx';
import { useRead } from '../state/use-answer.ts';

type Props = { readonly filter: HistoryFilter; readonly onFilter: (filter: HistoryFilter) => void };

const WALLET_IDS = WALLETS.map(({ id }) => id);

export function Filters({ filter, onFilter }: Props) {
  const { t } = useTranslation();
  const sellers = useRead('sellers', null, 'never');
  const names = sellers.kind === 'read' ? sellers.answer : [];
  const isFiltered = Object.values(filter).some((value) => value !== null);
  return (
    <Chips isFiltered={isFiltered} onClear={() => onFilter(NO_FILTER)}>
      <ChipSelect
        label={t('history.state')}
        any={t('history.anyState')}
        value={filter.state}
        options={HISTORY_STATES}
        nameOf={(state) => t(`history.states.${state}`)}
        onChoose={(state) => onFilter({ ...filter, state })}
      />
      <ChipSelect
        label={t('history.mode')}
        any={t('history.anyMode')}
        value={filter.mode}
        options={PRESENTMENTS}
        nameOf={(mode) => t(`way.${mode}Hint`)}
        onChoose={(mode) => onFilter({ ...filter, mode })}
      />
      {WALLET_IDS.length < 2 ? null : (
        <ChipSelect
          label={t('history.wallet')}
          any={t('history.anyWallet')}
          value={filter.wallet}
          options={WALLET_IDS}
          nameOf={(wallet) => t(`wallet.${wallet}`)}
          onChoose={(wallet) => onFilter({ ...filter, wallet })}
        />
      )}
      <ChipSelect
        label={t('history.by')}
        any={t('history.anybody')}
        value={filter.by}
        options={names}
        nameOf={(name) => name}
        onChoose={(by) => onFilter({ ...filter, by })}
      />
    </Chips>
  );
}
