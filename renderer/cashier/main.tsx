import { mount } from '../ui/mount.tsx';
import { App } from './app.tsx';
import { tellTyping } from './typing.ts';

tellTyping();
mount(<App />);
