import { createContext } from 'react'

/** The nonce that this answer's own inline scripts carry; undefined on shared pages and in the browser. */
export const NonceContext = createContext<string | undefined>(undefined)
