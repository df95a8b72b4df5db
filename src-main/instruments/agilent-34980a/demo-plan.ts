import type { ChannelFile } from '@contract/model'

/** The board of the demo bench, in the style of a small laptop; all values are invented. */
export const DEMO_PLAN: ChannelFile = {
  name: 'demo-board.csv',
  text: `# channel,name,group,resistance,rail_voltage,rail,parent_chan,type
2001,VIN,none,1,0,-1
2002,VBAT,none,1,0,-1
2003,VCORE_V,none,1,0,-1
2004,DC_IN,rail,0.05,0,2001,0,0
2005,CHARGER,rail,0.05,0,2001,2004,0
2006,SYS,rail,0.02,0,2001,2004,0
-1,IN_REST,none,1,0,0,2004,1
2010,5V_IN,rail,0.05,0,2001,2006,0
2011,+5V,rail,0.02,5.0,0,2010,0
-2,5V_LOSS,none,1,0,0,2010,3
2012,USB,net,0.1,5.0,0,2011,0
2013,AUDIO_AMP,sound,0.1,5.0,0,2011,0
-3,5V_REST,rail,1,0,0,2011,1
2015,3V3_IN,rail,0.05,0,2001,2006,0
2016,+3.3V,rail,0.02,3.3,0,2015,0
-4,3V3_LOSS,none,1,0,0,2015,3
2017,WLAN,net,0.1,3.3,0,2016,0
2018,SD,storage,0.1,3.3,0,2016,0
2019,DCON,display,0.1,3.3,0,2016,0
2020,LCD,display,0.1,3.3,0,2016,0
2021,CODEC,sound,0.2,3.3,0,2016,0
2022,CAMERA_2V8,camera,0.2,2.8,0,2016,0
-5,CAMERA_LDO_LOSS,none,1,0.1786,2022,2016,2
-6,3V3_REST,rail,1,0,0,2016,1
2025,1V8_IN,rail,0.05,0,2001,2006,0
2026,+1.8V,rail,0.02,1.8,0,2025,0
-7,1V8_LOSS,none,1,0,0,2025,3
2027,DDR2,cpu,0.02,1.8,0,2026,0
2028,VX855_1V8,cpu,0.05,1.8,0,2026,0
2029,DCON_DRAM,display,0.2,1.8,0,2026,0
-8,1V8_REST,rail,1,0,0,2026,1
2030,VCORE_IN,rail,0.05,0,2001,2006,0
2031,VCORE,cpu,0.005,0,2003,2030,0
-9,VCORE_LOSS,none,1,0,0,2030,3
3001,BACKLIGHT,display,0.2,0,2001,2006,0
3002,3V3SUS,rail,0.1,3.3,0,2006,0
-10,3V3SUS_LDO_LOSS,none,1,2.7879,3002,2006,2
3003,EC,ec,0.5,3.3,0,3002,0
3004,RTC,ec,1,3.3,0,3002,0
-11,SYS_REST,none,1,0,0,2006,1
`,
}
