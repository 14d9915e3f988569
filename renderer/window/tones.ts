/**
 * Sounds that a cashier can tell apart without looking: rising for paid, falling for not paid, two equal short tones
 * for "look here", one low short tone for a refused key. The till generates the tones, so no file has to load in time.
 */
export type Sound = 'paid' | 'not-paid' | 'look-here' | 'alarm' | 'refused';

/** Frequency in Hz, start and length in seconds. */
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
/** Without a fade, a tone clicks at its start and end. */
const FADE_S = 0.015;

let context: AudioContext | null = null;

/** A person still hears a sound this late as simultaneous with the picture. */
const DELAY_MS_MAX = 80;

/**
 * Plays after the window has painted the change, because generating the tones takes a good part of a frame. Never
 * throws: a machine without sound still takes payments.
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
  // The second frame starts after the first is painted. A hidden window draws no frames, so the timer plays the sound.
  requestAnimationFrame(() => requestAnimationFrame(once));
  setTimeout(once, DELAY_MS_MAX);
}

function playTones(sound: Sound): void {
  context ??= new AudioContext();
  const audio = context;
  if (audio.state === 'suspended') {
    // Without a loudspeaker the till stays silent; the screens show everything that the sounds tell.
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
