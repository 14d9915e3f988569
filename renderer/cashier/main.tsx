import { mount } from '../ui/mount.tsx';
import { App } from './app.tsx';
import { pressHeldKeysOnce } from './keys.ts';
import { tellTyping } from './typing.ts';

tellTyping();
pressHeldKeysOnce();
mount(<App />);
