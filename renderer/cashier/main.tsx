import { mount } from '../ui/mount.tsx';
import { followFingers } from '../ui/uncalled.ts';
import { App } from './app.tsx';
import { pressHeldKeysOnce } from './frame/keys.ts';
import { tellTyping } from './frame/typing.ts';
import { tellTouches } from './staff/touches.ts';

followFingers();
tellTyping();
tellTouches();
pressHeldKeysOnce();
mount(<App />);
