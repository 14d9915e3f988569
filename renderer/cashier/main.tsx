import { mount } from '../ui/mount.tsx';
import { followFingers } from '../ui/uncalled.ts';
import { App } from './app.tsx';
import { pressHeldKeysOnce } from './keys.ts';
import { tellTyping } from './typing.ts';

followFingers();
tellTyping();
pressHeldKeysOnce();
mount(<App />);
