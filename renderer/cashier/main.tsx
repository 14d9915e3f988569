import { mount } from '../ui/mount.tsx';
import { followFingers } from '../ui/uncalled.ts';
import { App } from './app.tsx';
import { pressHeldKeysOnce } from './frame/keys.ts';
import { tellTyping } from './frame/typing.ts';

followFingers();
tellTyping();
pressHeldKeysOnce();
mount(<App />);
