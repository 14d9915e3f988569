/**
 * Sounds that a cashier tells apart with the back turned: rising for paid, falling for not paid, two equal short ones for
 * "look here", one low and short for a key that was not taken. Made of plain tones, so there is no file to load and nothing to be late.
 */
export type Sound = 'paid' | 'not-paid' | 'look-here' | 'alarm' | 'refused';

/** Each tone: frequency in Hz, start and length in seconds. */
type Tone = readonly [hertz: number, at: number, length: number];

const TONES: { readonly [sound in Sound]: readonly Tone[] } = {
  paid: [
    [659, 0, 0.12],
    [880, 0.12, 0.12],
    [1319, 0.24, 0.36],
  ],
  'not-paid': [
    [392, 0, 0.22],
    [262, 0.24, 0.42],
  ],
  'look-here': [
    [740, 0, 0.1],
    [740, 0.2, 0.1],
  ],
  refused: [[165, 0, 0.16]],
  alarm: [
    [988, 0, 0.16],
    [740, 0.18, 0.16],
    [988, 0.36, 0.16],
    [740, 0.54, 0.16],
    [988, 0.72, 0.3],
  ],
};

const LOUDNESS = 0.35;
/** Tones that start and stop at full strength click. */
const FADE_S = 0.015;

let context: AudioContext | null = null;

/** A sound this late is still heard at the moment of what is seen. */
const LATEST_MS = 80;

/**
 * Plays when what the sound is about has been painted, since the tones take a good part of a frame to make. Never throws:
 * a machine without sound takes payments all the same.
 */
export function play(sound: Sound): void {
  let isPlayed = false;
  const once = (): void => {
    if (isPlayed) return;
    isPlayed = true;
    try {
      playTones(sound);
    } catch (error) {
      console.warn('No sound', error);
    }
  };
  // The second frame begins when the first is painted. A window that is not drawn has no frames, and is heard all the same.
  requestAnimationFrame(() => requestAnimationFrame(once));
  setTimeout(once, LATEST_MS);
}

function playTones(sound: Sound): void {
  context ??= new AudioContext();
  const audio = context;
  if (audio.state === 'suspended') {
    // Without a loudspeaker the till goes on in silence; the screens say everything that the sounds say.
    audio.resume().catch((error: unknown) => console.warn('No sound', error));
  }
  for (const [hertz, at, length] of TONES[sound]) playTone(audio, hertz, audio.currentTime + at, length);
}

function playTone(audio: AudioContext, hertz: number, start: number, length: number): void {
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.type = 'triangle';
  oscillator.frequency.value = hertz;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(LOUDNESS, start + FADE_S);
  gain.gain.setValueAtTime(LOUDNESS, start + length - FADE_S);
  gain.gain.linearRampToValueAtTime(0, start + length);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(start);
  oscillator.stop(start + length);
}
